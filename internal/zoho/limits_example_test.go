package zoho_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

// Jobs make their calls through a view of the client that goes behind the calls
// of those on the phone.
func ExampleClient_At() {
	client, done := exampleClient(200, oneEvent)
	defer done()

	jobs := client.At(zoho.Background)
	event, err := jobs.Events.Get(context.Background(), "57001")
	fmt.Println(event.Title, err)
	// Output: Haircut <nil>
}

// A program that keeps what Zoho said of its organisation tells the client at
// the next start.
func ExampleClient_Adopt() {
	client, done := exampleClient(200, oneEvent)
	defer done()

	if edition, known := zoho.ParseEdition("enterprise"); known {
		client.Adopt(edition, 12)
		fmt.Println(edition.Concurrency, "calls at once,", client.Heard().CreditsDaily, "credits a day")
	}
	// Output: 20 calls at once, 62000 credits a day
}

// A job that meets the reserve of credits comes back when it is told to.
func ExampleCreditsError() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-API-CREDITS-REMAINING", "320")
		io.WriteString(w, oneEvent)
	}))
	defer server.Close()
	tokens, err := zoho.NewTokenSource(zoho.TokenConfig{Token: validToken("1000.access"), OAuth: &zoho.OAuth{AccountsURL: server.URL}, Now: clock})
	if err != nil {
		panic(err)
	}
	client, err := zoho.New(zoho.Config{BaseURL: server.URL, Tokens: tokens, HTTPClient: server.Client(), Reserve: 0.2, Now: clock})
	if err != nil {
		panic(err)
	}
	free, _ := zoho.ParseEdition("free")
	client.Adopt(free, 3)

	ctx, jobs := context.Background(), client.At(zoho.Background)
	for range 2 {
		_, err = jobs.Events.Get(ctx, "57001")
		if low, is := errors.AsType[*zoho.CreditsError](err); is {
			failed, _ := errors.AsType[*zoho.Error](err)
			fmt.Printf("%d left, %d kept: again in %s\n", low.Left, low.Reserve, failed.RetryAfter.Round(time.Minute))
			continue
		}
		fmt.Println("served:", err)
	}
	// Output:
	// served: <nil>
	// 320 left, 1000 kept: again in 15m0s
}
