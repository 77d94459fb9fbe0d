// Package types has what the generated bindings need of the component model's types.
package types

const (
	ResultOk  = 0
	ResultErr = 1
)

// Result is a value or an error.
type Result[T, E any] struct {
	tag   uint8
	ok    T
	error E
}

// Ok is the result that is a value.
func Ok[T, E any](value T) Result[T, E] { return Result[T, E]{tag: ResultOk, ok: value} }

// Err is the result that is an error.
func Err[T, E any](value E) Result[T, E] { return Result[T, E]{tag: ResultErr, error: value} }

func (result Result[T, E]) Tag() uint8 { return result.tag }
func (result Result[T, E]) Ok() T      { return result.ok }
func (result Result[T, E]) Err() E     { return result.error }
