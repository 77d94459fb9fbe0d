// Package runtime has the memory that the generated bindings hand over to the host and take from it.
package runtime

import (
	"runtime"
	"unsafe"
)

// What the host asked for stays where it is until the call has read it.
var pinner runtime.Pinner

// Unpin lets go of what the host asked for.
func Unpin() { pinner.Unpin() }

// Allocate is memory that stays where it is until the pinner lets go of it.
func Allocate(pinner *runtime.Pinner, size, align uintptr) unsafe.Pointer {
	if size == 0 {
		return unsafe.Pointer(align)
	}
	// Words of eight bytes, so that every alignment of the contract is met. Nothing in it is a Go pointer.
	memory := unsafe.Pointer(unsafe.SliceData(make([]uint64, (size+7)/8)))
	pinner.Pin(memory)
	return memory
}

//go:wasmexport cabi_realloc
func cabiRealloc(old unsafe.Pointer, oldSize, align, size uintptr) unsafe.Pointer {
	memory := Allocate(&pinner, size, align)
	if oldSize > 0 {
		copy(unsafe.Slice((*byte)(memory), size), unsafe.Slice((*byte)(old), oldSize))
	}
	return memory
}
