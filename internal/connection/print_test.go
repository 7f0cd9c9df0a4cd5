package connection_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/connection"
	"github.com/ringbook/ringbook/internal/crm"
	"github.com/ringbook/ringbook/internal/zoho"
)

func TestNothingThatPrintsGivesSecretsAway(t *testing.T) {
	t.Parallel()
	const hush = "hush-hush"
	values := map[string]any{
		"a connection":            connection.Connection{Project: "p", ClientSecret: hush, RefreshToken: hush, AccessToken: hush},
		"one by its address":      &connection.Connection{RefreshToken: hush, AccessToken: hush},
		"an application":          connection.Application{ClientID: "id", ClientSecret: hush},
		"a grant":                 connection.Grant{RefreshToken: hush, AccessToken: hush},
		"a redirect":              connection.Redirect{State: hush, Code: hush, AccountsServer: hush},
		"a list":                  []connection.Connection{{AccessToken: hush}},
		"an accounts server":      zoho.OAuth{ClientID: "id", ClientSecret: hush},
		"one by its address too":  &zoho.OAuth{ClientSecret: hush},
		"an authority":            &crm.Authority{ClientID: "id", ClientSecret: hush},
		"the config of a source":  zoho.TokenConfig{OAuth: &zoho.OAuth{ClientSecret: hush}, Token: zoho.Token{AccessToken: hush}},
		"an application in a map": map[string]connection.Application{"p": {ClientSecret: hush}},
	}
	for what, value := range values {
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("told", "value", value)
		slog.New(slog.NewTextHandler(&log, nil)).Info("told", "value", value)
		text := fmt.Sprintf("%v %+v %#v %s %q", value, value, value, value, value)
		if strings.Contains(text, hush) {
			t.Errorf("%s prints as %s", what, text)
		}
		if strings.Contains(log.String(), hush) {
			t.Errorf("%s is logged as %s", what, &log)
		}
	}
}
