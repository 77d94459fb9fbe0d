// Package odlm has what every strategy needs around its rule. You need not change it.
//
// The sandbox has no clock and no chance: time.Now and the functions of math/rand always answer the same. Now and Rand take both from the
// request.
package odlm

import (
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"

	log "my-strategy/bindings/odlm_strategy_log"
	types "my-strategy/bindings/odlm_strategy_types"
	wit "my-strategy/bindings/wit/types"
)

// Guard hands an error to the operator, who would otherwise see nothing of a panic. An error is why no plan can be made, in one sentence; a
// panic is a bug, and its places go to the log.
func Guard(assign func() (types.Plan, error)) (result wit.Result[types.Plan, string]) {
	defer func() {
		if bug := recover(); bug != nil {
			told := fmt.Sprint("panic: ", bug)
			log.Write(log.Level_Error, told+"\n"+string(debug.Stack()))
			result = wit.Err[types.Plan, string](told)
		}
	}()
	plan, err := assign()
	if err != nil {
		return wit.Err[types.Plan, string](err.Error())
	}
	return wit.Ok[types.Plan, string](plan)
}

// Info says something to the operator.
func Info(message string) { log.Write(log.Level_Info, message) }

// Now is the request's clock.
func Now(request types.Request) time.Time { return time.Unix(request.Now, 0).UTC() }

// Rand is the request's chance. For lots among people take rule.Draw: it depends on seed and id alone.
func Rand(request types.Request) *rand.Rand { return rand.New(rand.NewPCG(request.Seed, 0)) }
