-- Checks: what a seal leaves out after the first completed action, the window that was counted then, and what must be kept in mind.
ALTER TABLE effect_check ADD COLUMN wash_in INTEGER CHECK(wash_in > 0); -- days
ALTER TABLE effect_check ADD COLUMN after_counted TEXT;                 -- where a wash-in shortened after_window
ALTER TABLE effect_check ADD COLUMN guards TEXT;                        -- JSON: [{"guard":"season","from":"…"}]; NULL: not worked out
