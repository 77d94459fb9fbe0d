;; A component that wants to wait for the system.
(component
  (import "odlm:strategy/log@1.0.0" (instance))
  (import "wasi:io/poll@0.2.9" (instance)))
