package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/app"
)

func TestGuardConfigPrintsNoSecret(t *testing.T) {
	t.Parallel()
	const hush = "hush-hush"
	c := app.Config{Data: "data", AdminKey: hush, ZohoClientSecret: hush, SealingKeys: []string{hush}}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("starting", "config", c)
	slog.New(slog.NewTextHandler(&log, nil)).Info("starting", "config", &c)
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if all := fmt.Sprintf("%v %+v %#v %s %s", c, &c, c, text, &log); strings.Contains(all, hush) || !strings.Contains(all, "data") {
		t.Errorf("it prints as %s", all)
	}
}
