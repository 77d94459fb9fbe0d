  ;; Never gets started.
  (func $start (loop $forever (br $forever)))
  (start $start)
