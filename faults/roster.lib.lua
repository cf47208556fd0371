-- Faults of rosters: items, names, groups, versions.

local jid = require "util.jid";
local st = require "util.stanza";
local kit = module:require "kit";

local faults = {};

faults["removal-takes-two"] = function ()
	module:hook("roster-item-removed", function (event)
		for other, item in pairs(event.roster) do
			for group in pairs(other and other ~= event.jid and item.groups or {}) do
				if event.item.groups[group] then
					kit.rosters.remove_from_roster(event.origin, other);
					return;
				end
			end
		end
	end);
end

faults["readd-restores-subscription"] = function ()
	local removed = kit.notes();
	module:hook("roster-item-removed", function (event)
		removed[event.username][event.jid] = event.item and event.item.subscription;
	end);
	kit.roster_set(function (item, session)
		local contact = item.attr.subscription ~= "remove" and jid.prep(item.attr.jid);
		local before = contact and removed[session.username][contact];
		if before and not session.roster[contact] then session.roster[contact] = { subscription = before, groups = {} }; end
	end);
end

faults["set-clears-pending"] = function ()
	kit.roster_set(function (item, session)
		local contact = jid.prep(item.attr.jid);
		if contact and item.attr.subscription ~= "remove" then session.roster[false].pending[contact] = nil; end
	end);
end

faults["ver-offline-not-counted"] = function ()
	local changes = {
		"process_inbound_subscription_approval", "process_inbound_subscription_cancellation", "process_inbound_unsubscribe",
	};
	for _, change in ipairs(changes) do
		kit.wrap(kit.rosters, change, function (original, user, host, contact)
			if next(kit.sessions_of(user .. "@" .. host)) then return original(user, host, contact); end
			local about = kit.rosters.load_roster(user, host)[false];
			local version = about.version;
			about.version = version and version - 1;
			local result = original(user, host, contact);
			about.version = version;
			return result;
		end);
	end
end

faults["roster-at-most-10"] = function ()
	kit.delivered_kind("iq", function (stanza)
		local query = stanza.attr.type == "result" and stanza:get_child("query", "jabber:iq:roster");
		local count = 0;
		if query then query:maptags(function (item) count = count + 1; return count <= 10 and item or nil; end); end
		return stanza;
	end);
end

faults["trim-name"] = function ()
	kit.roster_set(function (item) item.attr.name = item.attr.name and kit.trim(item.attr.name); end);
end

faults["trim-group"] = function ()
	kit.roster_set(function (item) kit.map_text(item, "group", kit.trim); end);
end

faults["group-name-as-attribute-merged"] = function ()
	kit.roster_set(function (item)
		local seen = {};
		item:maptags(function (group)
			local key = group:get_text():lower();
			if seen[key] then return nil; end
			seen[key] = true;
			return group;
		end);
	end);
end

faults["remove-jid-not-prepared"] = function ()
	kit.roster_set(function (item, session, stanza)
		if item.attr.subscription == "remove" and item.attr.jid ~= jid.prep(item.attr.jid) then
			session.send(st.error_reply(stanza, "modify", "item-not-found"));
			return true;
		end
	end);
end

faults["roster-jid-case"] = function ()
	local function as_written(prep)
		return function (address)
			local prepared = prep(address);
			return prepared and prepared:lower() == address:lower() and address or prepared;
		end
	end
	kit.replace_local(kit.handler("roster", "iq/self/jabber:iq:roster:query"), "jid_prep", as_written);
end


local function pushes(change)
	kit.delivered_kind("iq", function (stanza, session)
		local query = stanza.attr.type == "set" and stanza:get_child("query", "jabber:iq:roster");
		if query then return change(stanza, query, session); end
		return stanza;
	end);
end

faults["push-from-full-jid"] = function ()
	pushes(function (stanza, _, session) stanza.attr.from = session.full_jid; return stanza; end);
end
faults["push-without-ver"] = function ()
	pushes(function (stanza, query) query.attr.ver = nil; return stanza; end);
end
faults["push-ver-not-found"] = function ()
	pushes(function (stanza, query) query.attr.ver = "not_found"; return stanza; end);
end
faults["no-pushes"] = function ()
	pushes(kit.drop);
end

faults["first-of-several-items-set"] = function ()
	kit.roster_set(function (first, _, stanza)
		stanza.tags[1]:maptags(function (item) return item == first and item or nil; end);
	end);
end

faults["unknown-subscription-refused"] = function ()
	local known = { remove = true, none = true, to = true, from = true, both = true };
	kit.roster_set(function (item, session, stanza)
		local value = item.attr.subscription;
		if value and not known[value] then return kit.bounce(session, stanza, "modify", "bad-request"); end
	end);
end

faults["roster-get-to-account-unanswered"] = function ()
	kit.sent(function (stanza, session)
		local is_get = stanza.attr.type == "get" and stanza:get_child("query", "jabber:iq:roster");
		return not (is_get and stanza.attr.to == jid.bare(session.full_jid)) and stanza or nil;
	end);
end

faults["removal-without-unsubscribed"] = function ()
	module:hook("roster-item-removed", function (event)
		if not kit.is_from(event.item) then return; end
		event.item = { subscription = event.item.subscription == "both" and "to" or "none", ask = event.item.ask, groups = {} };
	end);
end

faults["unchanged-answered-with-empty-query"] = function ()
	module:hook("iq/self/jabber:iq:roster:query", function (event)
		local session, stanza = event.origin, event.stanza;
		local ver = stanza.attr.type == "get" and stanza.tags[1].attr.ver;
		if ver ~= tostring(session.roster[false].version or 1) then return; end
		session.send(st.reply(stanza):query("jabber:iq:roster"));
		session.interested = true;
		return true;
	end, 10);
end

faults["removal-keeps-ver"] = function ()
	module:hook("roster-item-removed", function (event)
		local about = event.roster[false];
		about.version = (about.version or 1) - 1;
	end);
end

faults["removal-on-both-sides"] = function ()
	module:hook("roster-item-removed", function (event)
		local roster = kit.exists(event.jid) and kit.roster_of(event.jid);
		local user = jid.join(event.username, kit.host);
		if not (roster and roster[user]) then return; end
		roster[user] = nil;
		kit.save(event.jid, user);
	end, -10);
end

faults["group-escaped-as-jid"] = function ()
	kit.roster_set(function (item) kit.map_text(item, "group", jid.escape); end);
end

faults["push-to-setter-only"] = function ()
	local setter;
	kit.roster_set(function (_, session) setter = session; end);
	kit.replace_local(kit.handler("roster", "iq/self/jabber:iq:roster:query"), "rm_roster_push", function (push)
		return function (user, host, contact)
			local others = {};
			for _, session in pairs(kit.sessions_of(user .. "@" .. host)) do
				if session ~= setter and session.interested then others[#others + 1] = session; end
			end
			for _, session in ipairs(others) do session.interested = nil; end
			push(user, host, contact);
			for _, session in ipairs(others) do session.interested = true; end
		end
	end);
end

faults["push-to-available-only"] = function ()
	pushes(function (stanza, _, session) return session.presence and stanza or nil; end);
end

faults["pushes-end-with-presence"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		normal(origin, stanza);
		if stanza.attr.type == "unavailable" then origin.interested = nil; end
	end);
end

faults["ver-starts-again-at-login"] = function ()
	module:hook("resource-bind", function (event)
		local session = event.session;
		local sessions = kit.sessions_of(jid.bare(session.full_jid));
		if next(sessions, next(sessions)) == nil then session.roster[false].version = 1; end
	end);
end

return faults;
