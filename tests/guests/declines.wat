  ;; Says itself why it makes no plan, with a colour in it.
  (data (i32.const 0x1000) "everybody is on \1b[1mleave")
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param i32) (result i32)
    (i32.store (i32.const 0x180) (i32.const 1))
    (i32.store (i32.const 0x184) (i32.const 0x1000)) (i32.store (i32.const 0x188) (i32.const 25))
    (i32.const 0x180))
