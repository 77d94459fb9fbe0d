  ;; Never comes back with a plan.
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param i32) (result i32)
    (loop $forever (br $forever))
    (unreachable))
