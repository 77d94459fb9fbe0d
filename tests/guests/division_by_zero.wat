  ;; Divides by a target of 0.
  (func $share (param i32) (result i32)
    (i32.div_u (i32.const 1) (local.get 0)))
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param i32) (result i32)
    (call $share (i32.const 0)))
