  ;; 0x0000 the frame's texts and results, 0x1000 the guest's own, 0x10000 what the host hands over.
  (memory $memory (export "memory") 2)
