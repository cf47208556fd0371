-- What the faults are made of: places where stanzas and changes of rosters pass.

local filters = require "util.filters";
local jid = require "util.jid";
local st = require "util.stanza";
local user_exists = require "core.usermanager".user_exists;

-- mod_roster takes functions of the roster manager into variables of its own: it is loaded before a fault replaces them.
module:depends "roster";

local kit = {
	host = module.host;
	-- The functions of mod_presence, which looks them up by name each time.
	presence = module:depends "presence";
	rosters = require "core.rostermanager";
};

local kinds = { iq = true, message = true, presence = true };

-- Replaces owner[name] by a function that gets the original one before its arguments.
function kit.wrap(owner, name, replacement)
	local original = owner[name];
	owner[name] = function (...) return replacement(original, ...); end
end

-- Replaces a local variable that a function uses, for all functions that share it.
function kit.replace_local(f, name, replacement)
	for i = 1, 255 do
		local found, value = debug.getupvalue(f, i);
		assert(found, "the function has no variable " .. name);
		if found == name then
			debug.setupvalue(f, i, replacement(value));
			return;
		end
	end
end

-- The function of another module that handles an event.
function kit.handler(module_name, event)
	local events = prosody.hosts[kit.host].events;
	return (next(module:depends(module_name).module.event_handlers:get(events, event)));
end

local function filter(direction, change)
	filters.add_filter_hook(function (session)
		filters.add_filter(session, direction, function (stanza)
			if session.full_jid and st.is_stanza(stanza) and kinds[stanza.name] then return change(stanza, session); end
			return stanza;
		end);
	end);
end

-- Calls change(stanza, session) with each stanza that a client sends. It returns what is processed: a stanza, or nothing.
function kit.sent(change)
	filter("stanzas/in", change);
end

local function at_components(change)
	local function handle(event)
		event.stanza = change(st.clone(event.stanza));
		if not event.stanza then return true; end
	end
	-- Answers go straight to the session.
	local function authenticated(event)
		kit.wrap(event.session, "send", function (send, stanza)
			if st.is_stanza(stanza) and kinds[stanza.name] then stanza = change(st.clone(stanza)); end
			return stanza and send(stanza);
		end);
	end
	local function hook(host)
		if prosody.hosts[host].type ~= "component" then return; end
		module:hook_object_event(prosody.hosts[host].events, "component-authenticated", authenticated);
		for kind in pairs(kinds) do
			for _, form in ipairs { "/full", "/bare", "/host" } do
				module:hook_object_event(prosody.hosts[host].events, kind .. form, handle, 100);
			end
		end
	end
	for host in pairs(prosody.hosts) do hook(host); end
	module:hook_global("host-activated", hook);
end

-- Calls change(copy, session) with each stanza on its way to a client, and change(copy) on its way to another domain. It returns
-- what is delivered: a stanza, or nothing.
function kit.delivered(change)
	filter("stanzas/out", function (stanza, session) return change(st.clone(stanza), session); end);
	at_components(change);
end

-- The same for stanzas of one kind. Errors pass unchanged.
function kit.delivered_kind(name, change)
	kit.delivered(function (stanza, session)
		if stanza.name ~= name or stanza.attr.type == "error" then return stanza; end
		return change(stanza, session);
	end);
end

-- Calls handle(stanza, origin) with each stanza to users of this host, from anywhere, before prosody handles it. True ends it.
function kit.inbound(name, handle, forms)
	for _, form in ipairs(forms or { "bare", "full" }) do
		module:hook(name .. "/" .. form, function (event) return handle(event.stanza, event.origin); end, 10);
	end
end

-- Calls handle(item, session, stanza) with each roster set of one item, before prosody handles it. True ends it.
function kit.roster_set(handle)
	module:hook("iq/self/jabber:iq:roster:query", function (event)
		local item = event.stanza.attr.type == "set" and event.stanza.tags[1].tags[1];
		if item and item.attr.jid then return handle(item, event.origin, event.stanza); end
	end, 10);
end

-- Calls around(normal, origin, stanza) instead of normal(origin, stanza), which broadcasts presence of a session.
function kit.broadcast(around)
	kit.wrap(kit.presence, "handle_normal_presence", around);
end

-- Calls around(handle, stanza, user, contact, origin) instead of handle(), which handles subscription presence of one type.
local function around_subscription(function_name, kind, is_outbound, around)
	kit.wrap(kit.presence, function_name, function (original, origin, stanza, from, to)
		if stanza.attr.type ~= kind then return original(origin, stanza, from, to); end
		local function handle() return original(origin, stanza, from, to); end
		if is_outbound then return around(handle, stanza, from, to, origin); end
		return around(handle, stanza, to, from, origin);
	end);
end

function kit.subscription_sent(kind, around)
	around_subscription("handle_outbound_presence_subscriptions_and_probes", kind, true, around);
end

function kit.subscription_received(kind, around)
	around_subscription("handle_inbound_presence_subscriptions_and_probes", kind, false, around);
end

-- Sends a copy of a stanza, without a further look at it.
function kit.post(origin, stanza, to)
	local copy = st.clone(stanza);
	copy.attr.to = to;
	prosody.core_post_stanza(origin, copy);
end

-- Replaces owner[name] while f runs.
function kit.with(owner, name, value, f)
	local original = owner[name];
	owner[name] = value;
	local result = f();
	owner[name] = original;
	return result;
end

-- Runs f as if whoever asks were subscribed.
function kit.as_subscriber(f)
	return kit.with(kit.rosters, "is_contact_subscribed", function () return true; end, f);
end

function kit.roster_of(bare)
	local user, host = jid.split(bare);
	return kit.rosters.load_roster(user, host);
end

-- The sessions of a user by resource.
function kit.sessions_of(bare)
	local user = prosody.bare_sessions[bare];
	return user and user.sessions or {};
end

-- Whether the contact gets the presence of the user, and whether the user gets that of the contact.
function kit.is_from(item) return item ~= nil and (item.subscription == "from" or item.subscription == "both"); end
function kit.is_to(item) return item ~= nil and (item.subscription == "to" or item.subscription == "both"); end

-- Changes the text of each child of this name that the stanza has.
function kit.map_text(stanza, name, change)
	for child in stanza:childtags(name) do
		local text = change(child:get_text());
		for i = #child, 1, -1 do table.remove(child, i); end
		child:text(text);
	end
	return stanza;
end

function kit.trim(text) return (text:gsub("^%s+", ""):gsub("%s+$", "")); end

-- A table of tables that are made when they are asked for.
function kit.notes()
	return setmetatable({}, { __index = function (t, k) local new = {}; t[k] = new; return new; end });
end

function kit.save(bare, contact)
	local user, host = jid.split(bare);
	kit.rosters.save_roster(user, host, kit.roster_of(bare), contact);
end

function kit.push(bare, contact)
	local user, host = jid.split(bare);
	kit.rosters.roster_push(user, host, contact);
end

-- Whether this address is of an account of this host.
function kit.exists(bare)
	local user, host = jid.split(bare);
	return user ~= nil and host == kit.host and user_exists(user, host);
end

-- Whether a resource of the user is available.
function kit.is_available(bare)
	for _, session in pairs(kit.sessions_of(bare)) do
		if session.presence then return true; end
	end
	return false;
end

-- Those resources of the user that get messages to the account: the most available ones.
function kit.top_of(bare)
	local user = prosody.bare_sessions[bare];
	return user and user.top_resources or {};
end

-- Functions that do nothing: one in place of a function that counts, one as a change that drops.
function kit.nothing() return 0; end
function kit.drop() return nil; end

-- Answers a stanza with an error, also one that must not be answered.
function kit.bounce(origin, stanza, kind, condition)
	local copy = st.clone(stanza);
	if copy.name == "iq" then copy.attr.type = "get"; elseif copy.attr.type == "error" then copy.attr.type = nil; end
	origin.send(st.error_reply(copy, kind or "cancel", condition or "service-unavailable"));
	return true;
end

return kit;
