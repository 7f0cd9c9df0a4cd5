//go:build !linux && !darwin

package main

import "os"

// screenWidth is not known here: lines are left to the terminal to break.
func screenWidth(*os.File) int { return 0 }
