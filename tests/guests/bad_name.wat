  ;; Calls itself a path.
  (data (i32.const 0x1000) "../../etc1.0.0")
  (func $describe (export "odlm:strategy/strategy@1.0.0#describe") (result i32)
    (i32.store (i32.const 0x140) (i32.const 0x1000)) (i32.store (i32.const 0x144) (i32.const 9))
    (i32.store (i32.const 0x148) (i32.const 0x1009)) (i32.store (i32.const 0x14c) (i32.const 5))
    (i32.store (i32.const 0x160) (i32.const 4)) (i32.store (i32.const 0x168) (i32.const 4))
    (i32.const 0x140))
