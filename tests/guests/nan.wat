  ;; Leaves the bits of 0 / 0 for its next run.
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param i32) (result i32)
    (f32.store (i32.const 0x1000) (f32.div (f32.load (i32.const 0x1010)) (f32.load (i32.const 0x1010))))
    (i32.store (i32.const 0x180) (i32.const 0))
    (i32.store (i32.const 0x184) (i32.const 4)) (i32.store (i32.const 0x18c) (i32.const 4))
    (i32.store (i32.const 0x194) (i32.const 4)) (i32.store (i32.const 0x19c) (i32.const 4))
    (i32.store (i32.const 0x1a4) (i32.const 0x1000)) (i32.store (i32.const 0x1a8) (i32.const 4))
    (i32.const 0x180))
