;; A component of something else.
(component
  (component $inner)
  (instance $run (instantiate $inner))
  (export "wasi:cli/run@0.2.0" (instance $run)))
