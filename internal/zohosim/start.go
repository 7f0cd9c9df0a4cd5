package zohosim

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Server is a simulator that listens.
type Server struct {
	// URL is the origin, without a trailing slash: accounts and API host in one.
	URL string
	// Sim is the simulator behind it.
	Sim *Sim

	http *http.Server
	done chan error
}

// Start builds a simulator and listens on a free port of 127.0.0.1. The caller
// must Close it.
func Start(c Config) (*Server, error) {
	return StartAt("127.0.0.1:0", c)
}

// StartAt is Start on a given address.
func StartAt(address string, c Config) (*Server, error) {
	sim, err := New(c)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("zohosim: %w", err)
	}
	s := &Server{
		URL:  "http://" + reachable(listener.Addr()),
		Sim:  sim,
		http: &http.Server{Handler: sim, ReadHeaderTimeout: 10 * time.Second},
		done: make(chan error, 1),
	}
	go func() { s.done <- s.http.Serve(listener) }()
	return s, nil
}

// reachable is where this machine reaches a listener: one that listens on every
// address is reached on the loopback one.
func reachable(a net.Addr) string {
	tcp, isTCP := a.(*net.TCPAddr)
	if !isTCP || !tcp.IP.IsUnspecified() {
		return a.String()
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
}

// Wait returns when the server has stopped serving; nil after Close.
func (s *Server) Wait() error {
	err := <-s.done
	s.done <- err
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// Close ends delayed requests, closes the listener and waits for handlers, at
// most two seconds.
func (s *Server) Close() error {
	s.Sim.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = s.http.Close()
	}
	<-s.done
	s.done <- http.ErrServerClosed
	return err
}
