-- What RFC 6121 leaves to a server, and prosody does otherwise: a run must accuse none of it.

local timer = require "util.timer";
local kit = module:require "kit";

local variations = {};

-- Up to 300 ms, in order from one sender to one session. Answers to requests come at once, and so do subscriptions, which must come before roster
-- pushes.
local subscriptions = { subscribe = true, subscribed = true, unsubscribe = true, unsubscribed = true };
variations["stanzas-come-late"] = function ()
	local queues = {};
	local function deliver(queue)
		local stanza = table.remove(queue.waiting, 1);
		if stanza and not queue.session.destroyed then queue.session.send(stanza); end
	end
	kit.delivered(function (stanza, session)
		local own = stanza.name == "iq" and not (stanza.attr.from or ""):find("/", 1, true);
		if not session or session.late or own or subscriptions[stanza.attr.type] then return stanza; end
		local key = session.full_jid .. " " .. (stanza.attr.from or "");
		local now = require "util.time".now();
		local queue = queues[key];
		if not queue or queue.session ~= session then queue = { waiting = {}, session = session, at = 0 }; end
		queues[key] = queue;
		queue.at = math.max(queue.at, now + math.random() * 0.3);
		table.insert(queue.waiting, stanza);
		timer.add_task(queue.at - now, function ()
			session.late = true;
			deliver(queue);
			session.late = nil;
		end);
		return nil;
	end);
end

variations["normal-messages-to-all-resources"] = function ()
	kit.inbound("message", function (stanza)
		if (stanza.attr.type or "normal") ~= "normal" then return; end
		local found;
		for _, session in pairs(kit.sessions_of(stanza.attr.to)) do
			if session.presence and session.priority >= 0 then
				session.send(stanza);
				found = true;
			end
		end
		return found;
	end, { "bare" });
end

-- Messages to an account without an available resource are answered with an error.
variations["no-offline-storage"] = function ()
	module:hook("message/offline/handle", function () return false; end, 100);
end

variations["priority-overridden"] = function ()
	kit.sent(function (stanza)
		if stanza.name ~= "presence" or stanza.attr.type or stanza.attr.to then return stanza; end
		stanza:remove_children("priority");
		return stanza;
	end);
end

variations["full-roster-always"] = function ()
	module:hook("iq/self/jabber:iq:roster:query", function (event)
		local query = event.stanza.tags[1];
		if event.stanza.attr.type == "get" and query.attr.ver then query.attr.ver = ""; end
	end, 10);
end

return variations;
