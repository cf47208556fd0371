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

return faults;
