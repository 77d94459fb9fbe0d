  ;; `test-guest` 1.0.0, which requires one column: the names of the salespeople. Goes in front of a guest that plans.
  (data (i32.const 0x100) "test-guest1.0.0For testsname")
  (func $describe (export "odlm:strategy/strategy@1.0.0#describe") (result i32)
    (i32.store (i32.const 0x140) (i32.const 0x100)) (i32.store (i32.const 0x144) (i32.const 10))
    (i32.store (i32.const 0x148) (i32.const 0x10a)) (i32.store (i32.const 0x14c) (i32.const 5))
    (i32.store (i32.const 0x150) (i32.const 0x10f)) (i32.store (i32.const 0x154) (i32.const 9))
    (i32.store (i32.const 0x158) (i32.const 0)) (i32.store (i32.const 0x15c) (i32.const 0))
    (i32.store (i32.const 0x160) (i32.const 4)) (i32.store (i32.const 0x164) (i32.const 0))
    (i32.store (i32.const 0x168) (i32.const 0x180)) (i32.store (i32.const 0x16c) (i32.const 1))
    ;; Name, the kind `texts`, required.
    (i32.store (i32.const 0x180) (i32.const 0x118)) (i32.store (i32.const 0x184) (i32.const 4))
    (i32.store8 (i32.const 0x188) (i32.const 3)) (i32.store8 (i32.const 0x189) (i32.const 1))
    (i32.const 0x140))
