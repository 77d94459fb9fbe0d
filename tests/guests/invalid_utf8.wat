  ;; One reason that is no UTF-8.
  (data (i32.const 0x1000) "\ff\fe\c0")
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param i32) (result i32)
    (i32.store (i32.const 0x1100) (i32.const 0x1000)) (i32.store (i32.const 0x1104) (i32.const 3))
    (i32.store (i32.const 0x180) (i32.const 0))
    (i32.store (i32.const 0x184) (i32.const 4)) (i32.store (i32.const 0x18c) (i32.const 4))
    (i32.store (i32.const 0x194) (i32.const 0x1100)) (i32.store (i32.const 0x198) (i32.const 1))
    (i32.store (i32.const 0x19c) (i32.const 4)) (i32.store (i32.const 0x1a4) (i32.const 4))
    (i32.const 0x180))
