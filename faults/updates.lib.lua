-- Faults of roster sets: what they take away or leave, cut, or store although they are refused.

local jid = require "util.jid";
local kit = module:require "kit";

local faults = {};

-- Changes the item of a roster set that updates one which is there already.
local function updates(change)
	kit.roster_set(function (item, session)
		local before = session.roster[jid.prep(item.attr.jid)];
		if before and item.attr.subscription ~= "remove" then change(item, before); end
	end);
end

faults["rename-loses-ask"] = function () updates(function (_, before) before.ask = nil; end); end
faults["cleared-name-kept"] = function ()
	updates(function (item, before)
		if (item.attr.name or "") == "" then item.attr.name = before.name; end
	end);
end
faults["groups-merged-on-update"] = function ()
	updates(function (item, before)
		for group in pairs(before.groups) do item:text_tag("group", group); end
	end);
end
faults["groups-at-most-10"] = function ()
	kit.roster_set(function (item)
		local count = 0;
		item:maptags(function (group) count = count + 1; return count <= 10 and group or nil; end);
	end);
end
faults["name-cut-at-1023"] = function ()
	kit.roster_set(function (item) item.attr.name = item.attr.name and item.attr.name:sub(1, 1023); end);
end

faults["refused-set-is-stored"] = function ()
	kit.roster_set(function (item, session, stanza)
		local contact = jid.prep(item.attr.jid);
		if #stanza.tags[1].tags < 2 or not contact then return; end
		session.roster[contact] = { subscription = "none", name = item.attr.name, groups = {} };
		kit.save(jid.bare(session.full_jid), contact);
	end);
end

return faults;
