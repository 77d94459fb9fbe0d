  ;; Leaves 16 KiB of its memory as it is when the request has arrived, and the request's address at its end.
  (memory $memory (export "memory") 4)
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param $request i32) (result i32)
    (i32.store (i32.const 0x180) (i32.const 0))
    (i32.store (i32.const 0x184) (i32.const 4)) (i32.store (i32.const 0x18c) (i32.const 4))
    (i32.store (i32.const 0x194) (i32.const 4)) (i32.store (i32.const 0x19c) (i32.const 4))
    (i32.store (i32.const 0x1a4) (i32.const 0x10000)) (i32.store (i32.const 0x1a8) (i32.const 0x4000))
    (i32.store (i32.const 0x13ffc) (local.get $request))
    (i32.const 0x180))
