  ;; Logs without an end, 1 KiB at a time.
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param i32) (result i32)
    (memory.fill (i32.const 0x1000) (i32.const 120) (i32.const 0x400))
    (loop $forever
      (call $log (i32.const 0) (i32.const 0x1000) (i32.const 0x400))
      (br $forever))
    (unreachable))
