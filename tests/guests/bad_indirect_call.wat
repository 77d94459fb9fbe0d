  ;; Calls through an empty slot of a table.
  (table $table 1 funcref)
  (type $nothing (func (result i32)))
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param i32) (result i32)
    (call_indirect $table (type $nothing) (i32.const 0)))
