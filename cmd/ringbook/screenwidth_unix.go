//go:build linux || darwin

package main

import (
	"os"
	"syscall"
	"unsafe"
)

// screenWidth is how many characters fit into a line of a terminal, 0 where
// that is not known (ioctl TIOCGWINSZ, tty_ioctl(4)).
func screenWidth(f *os.File) int {
	var size struct{ rows, columns, x, y uint16 }
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&size)))
	if errno != 0 {
		return 0
	}
	return int(size.columns)
}
