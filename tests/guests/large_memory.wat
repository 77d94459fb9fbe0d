  ;; Wants to leave 17 MiB for its next run.
  (memory $memory (export "memory") 300)
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param i32) (result i32)
    (i32.store (i32.const 0x180) (i32.const 0))
    (i32.store (i32.const 0x184) (i32.const 4)) (i32.store (i32.const 0x18c) (i32.const 4))
    (i32.store (i32.const 0x194) (i32.const 4)) (i32.store (i32.const 0x19c) (i32.const 4))
    (i32.store (i32.const 0x1a4) (i32.const 0)) (i32.store (i32.const 0x1a8) (i32.const 17825792))
    (i32.const 0x180))
