  ;; Tries to write to the operator's terminal: colours, a title, a second line, a turned direction.
  (data (i32.const 0x1000) "\1b[2Jfine\1b]0;owned\07\nERROR \e2\80\aedeltrever")
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param i32) (result i32)
    (call $log (i32.const 2) (i32.const 0x1000) (i32.const 37))
    (i32.store (i32.const 0x180) (i32.const 0))
    (i32.store (i32.const 0x184) (i32.const 4)) (i32.store (i32.const 0x18c) (i32.const 4))
    (i32.store (i32.const 0x194) (i32.const 4)) (i32.store (i32.const 0x19c) (i32.const 4))
    (i32.store (i32.const 0x1a4) (i32.const 4))
    (i32.const 0x180))
