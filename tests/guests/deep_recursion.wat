  ;; Calls itself until the stack is full.
  (func $deeper (param i32) (result i32)
    (i32.add (i32.const 1) (call $deeper (i32.add (local.get 0) (i32.const 1)))))
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param i32) (result i32)
    (call $deeper (i32.const 0)))
