  ;; The one thing a guest may call: level, then a text.
  (import "odlm:strategy/log@1.0.0" "write" (func $log (param i32 i32 i32)))
