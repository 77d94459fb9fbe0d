  ;; Wants a table of nine million elements.
  (table $table 1 funcref)
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param i32) (result i32)
    (drop (table.grow $table (ref.null func) (i32.const 9000000)))
    (unreachable))
