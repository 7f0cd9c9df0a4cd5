package main

type secretsCommand struct {
}
