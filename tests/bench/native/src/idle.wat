  ;; Leaves every lead where it is, without looking at it: what is left is the crossing of the request and of the answer.
  (data (i32.const 0x1000) "idle")
  (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param $request i32) (result i32)
    (local $leads i32) (local $assignee i32) (local $reason i32)
    (local.set $leads (i32.load offset=4 (local.get $request)))
    (local.set $assignee (call $realloc (i32.const 0) (i32.const 0) (i32.const 4) (i32.mul (local.get $leads) (i32.const 4))))
    (local.set $reason (call $realloc (i32.const 0) (i32.const 0) (i32.const 2) (i32.mul (local.get $leads) (i32.const 2))))
    (memory.fill (local.get $assignee) (i32.const 0xff) (i32.mul (local.get $leads) (i32.const 4)))
    (memory.fill (local.get $reason) (i32.const 0) (i32.mul (local.get $leads) (i32.const 2)))
    ;; The reasons: one text.
    (i32.store (i32.const 0x1100) (i32.const 0x1000)) (i32.store (i32.const 0x1104) (i32.const 4))
    ;; The plan, without notes and without memory.
    (i32.store (i32.const 0x1200) (i32.const 0))
    (i32.store (i32.const 0x1204) (local.get $assignee)) (i32.store (i32.const 0x1208) (local.get $leads))
    (i32.store (i32.const 0x120c) (local.get $reason)) (i32.store (i32.const 0x1210) (local.get $leads))
    (i32.store (i32.const 0x1214) (i32.const 0x1100)) (i32.store (i32.const 0x1218) (i32.const 1))
    (i32.store (i32.const 0x121c) (i32.const 0x1000)) (i32.store (i32.const 0x1220) (i32.const 0))
    (i32.store (i32.const 0x1224) (i32.const 0x1000)) (i32.store (i32.const 0x1228) (i32.const 0))
    (i32.const 0x1200))
