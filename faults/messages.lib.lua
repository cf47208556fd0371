-- Faults of messages: what they hold, who gets them, and those that are stored.

local jid = require "util.jid";
local kit = module:require "kit";

local faults = {};

faults["offline-of-second-sender-lost"] = function ()
	local first = {};
	module:hook("message/offline/handle", function (event)
		local sender = jid.bare(event.stanza.attr.from);
		first[event.username] = first[event.username] or sender;
		if first[event.username] ~= sender then return true; end
	end, 10);
	module:hook("message/offline/broadcast", function (event) first[event.origin.username] = nil; end, 10);
end

faults["offline-chat-before-normal"] = function ()
	local stored = module:open_store("offline", "archive");
	module:hook("message/offline/broadcast", function (event)
		local user, chat, others = event.origin.username, {}, {};
		for _, stanza, when in stored:find(user) do
			table.insert(stanza.attr.type == "chat" and chat or others, { stanza, when });
		end
		stored:delete(user);
		for _, messages in ipairs { chat, others } do
			for _, message in ipairs(messages) do stored:append(user, nil, message[1], message[2], ""); end
		end
	end, 10);
end

faults["offline-after-roster-only"] = function ()
	module:hook("message/offline/broadcast", function (event) return not event.origin.interested or nil; end, 10);
end

local function text_changed(name, change)
	return function ()
		kit.delivered_kind("message", function (stanza) return kit.map_text(stanza, name, change); end);
	end
end

faults["body-cut-at-4096"] = text_changed("body", function (text)
	local last = 4096;
	while (text:byte(last + 1) or 0) & 0xC0 == 0x80 do last = last - 1; end
	return text:sub(1, last);
end);
faults["body-trimmed"] = text_changed("body", kit.trim);
faults["thread-trimmed"] = text_changed("thread", kit.trim);

faults["id-cut-at-32"] = function ()
	kit.delivered_kind("message", function (stanza)
		stanza.attr.id = stanza.attr.id and stanza.attr.id:sub(1, 32);
		return stanza;
	end);
end

faults["third-body-lost"] = function ()
	kit.delivered_kind("message", function (stanza)
		local count = 0;
		return stanza:maptags(function (child)
			if child.name == "body" then count = count + 1; end
			return (child.name ~= "body" or count <= 2) and child or nil;
		end);
	end);
end


-- Handles messages to an account (form "bare") or to a resource that is not connected ("full"). True ends it.
local function undirected(form, types, handle)
	kit.inbound("message", function (stanza, origin)
		local kind = stanza.attr.type or "normal";
		local to = stanza.attr.to or jid.bare(origin.full_jid);
		if not types[kind] or form == "full" and prosody.full_sessions[to] then return; end
		return handle(stanza, jid.bare(to), origin);
	end, { form });
end

local function to_top(stanza, user)
	for _, session in ipairs(kit.top_of(user)) do session.send(stanza); end
	return kit.top_of(user)[1] ~= nil or nil;
end

local function store(stanza, user, origin)
	return module:fire_event("message/offline/handle", { username = jid.node(user), origin = origin, stanza = stanza });
end

local headline, errors, groupchat, chat = { headline = true }, { error = true }, { groupchat = true }, { chat = true };
local ordinary = { chat = true, normal = true };

faults["groupchat-to-unmatched-rerouted"] = function () undirected("full", groupchat, to_top); end
faults["groupchat-to-account-delivered"] = function () undirected("bare", groupchat, to_top); end
faults["error-to-account-delivered"] = function () undirected("bare", errors, to_top); end
faults["headline-to-one-resource"] = function ()
	undirected("bare", headline, function (stanza, user)
		local first = kit.top_of(user)[1];
		return first and first.send(stanza);
	end);
end

faults["headline-stored"] = function ()
	undirected("bare", headline, function (stanza, user, origin)
		if not kit.is_available(user) and kit.exists(user) then return store(stanza, user, origin); end
	end);
end

faults["message-of-unknown-type-dropped"] = function ()
	local known = { chat = true, error = true, groupchat = true, headline = true, normal = true };
	kit.inbound("message", function (stanza) return not known[stanza.attr.type or "normal"] or nil; end);
end

faults["message-to-negative-resource"] = function ()
	undirected("bare", ordinary, function (stanza, user)
		if kit.top_of(user)[1] then return; end
		for _, session in pairs(kit.sessions_of(user)) do
			if session.presence then return session.send(stanza); end
		end
	end);
end

faults["unmatched-chat-not-to-priority-0"] = function ()
	undirected("full", chat, function (stanza, user, origin)
		local top = kit.top_of(user)[1];
		if top and top.priority == 0 then return store(stanza, user, origin); end
	end);
end

faults["unmatched-chat-gets-other-to"] = function ()
	undirected("full", chat, function (stanza, user) stanza.attr.to = user; end);
end

faults["unmatched-chat-lost-when-offline"] = function ()
	undirected("full", chat, function (_, user) return kit.exists(user) and not kit.is_available(user) or nil; end);
end

faults["stored-from-fourth-lost"] = function ()
	local count = {};
	module:hook("message/offline/handle", function (event)
		count[event.username] = (count[event.username] or 0) + 1;
		if count[event.username] > 3 then return true; end
	end, 10);
	module:hook("message/offline/broadcast", function (event) count[event.origin.username] = nil; end, 10);
end

faults["stored-twice"] = function ()
	local stored = module:open_store("offline", "archive");
	module:hook("message/offline/handle", function (event)
		stored:append(event.username, nil, event.stanza, os.time(), "");
	end, 10);
end

faults["message-without-to-dropped"] = function ()
	kit.sent(function (stanza) return (stanza.name ~= "message" or stanza.attr.to) and stanza or nil; end);
end

faults["subject-in-other-language"] = function ()
	kit.delivered_kind("message", function (stanza)
		for subject in stanza:childtags("subject") do subject.attr["xml:lang"] = "en"; end
		return stanza;
	end);
end

faults["from-as-client-wrote-it"] = function ()
	kit.sent(function (stanza, session)
		stanza.has_account_as_from = stanza.name == "message" and stanza.attr.from == jid.bare(session.full_jid);
		return stanza;
	end);
	for _, form in ipairs { "full", "bare", "host" } do
		module:hook("pre-message/" .. form, function (event)
			local stanza = event.stanza;
			if stanza.has_account_as_from then stanza.attr.from = jid.bare(stanza.attr.from); end
		end, 10);
	end
end

faults["offline-without-lang"] = function ()
	module:hook("message/offline/handle", function (event) event.stanza.attr["xml:lang"] = nil; end, 10);
end

faults["offline-reversed"] = function ()
	local stored = module:open_store("offline", "archive");
	module:hook("message/offline/broadcast", function (event)
		local user, messages = event.origin.username, {};
		for _, stanza, when in stored:find(user) do table.insert(messages, 1, { stanza, when }); end
		stored:delete(user);
		for _, message in ipairs(messages) do stored:append(user, nil, message[1], message[2], ""); end
	end, 10);
end

faults["thread-parent-lost"] = function ()
	kit.delivered_kind("message", function (stanza)
		for thread in stanza:childtags("thread") do thread.attr.parent = nil; end
		return stanza;
	end);
end

faults["same-body-again-dropped"] = function ()
	local last = {};
	kit.inbound("message", function (stanza)
		local body, pair = stanza:get_child_text("body"), jid.bare(stanza.attr.from) .. " " .. (stanza.attr.to or "");
		local is_same = body ~= nil and last[pair] == body;
		last[pair] = body;
		return is_same or nil;
	end);
end

faults["message-to-own-resource-lost"] = function ()
	kit.sent(function (stanza, session)
		local to = stanza.name == "message" and stanza.attr.to;
		return not (to and to ~= session.full_jid and jid.resource(to) and jid.bare(to) == jid.bare(session.full_jid)) and stanza or nil;
	end);
end

faults["error-to-unmatched-bounced"] = function ()
	undirected("full", errors, function (stanza, user, origin) return kit.exists(user) and kit.bounce(origin, stanza) or nil; end);
end

faults["message-without-body-dropped"] = function ()
	kit.inbound("message", function (stanza)
		return stanza.attr.type ~= "error" and not stanza:get_child("body") or nil;
	end);
end

return faults;
