  ;; Logs 200 lines of 1 KiB, more than is kept and less than a flood, and ends with an empty plan.
  (func $start (local $left i32)
    (local.set $left (i32.const 200))
    (memory.fill (i32.const 0x1000) (i32.const 120) (i32.const 0x400))
    (loop $next
      (call $log (i32.const 0) (i32.const 0x1000) (i32.const 0x400))
      (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1))))))
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param i32) (result i32)
    (call $start)
    (i32.store (i32.const 0x180) (i32.const 0))
    (i32.store (i32.const 0x184) (i32.const 4)) (i32.store (i32.const 0x18c) (i32.const 4))
    (i32.store (i32.const 0x194) (i32.const 4)) (i32.store (i32.const 0x19c) (i32.const 4))
    (i32.store (i32.const 0x1a4) (i32.const 4))
    (i32.const 0x180))
