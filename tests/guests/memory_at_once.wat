  ;; Wants 4 GiB before it does anything.
  (memory $memory (export "memory") 65536)
