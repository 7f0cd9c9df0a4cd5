package zoho_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ringbook/ringbook/internal/zoho"
)

func TestParseNotification(t *testing.T) {
	documented := `{"server_time":1718117126473,"query_params":{},"module":"Events","resource_uri":"https://www.zohoapis.com/crm/v2/Events",
	 "ids":["57001"],"affected_fields":[],"operation":"insert","channel_id":"1000000068001","token":"t"}`
	for name, tt := range map[string]struct{ body, module, ids string }{
		"as documented":    {documented, "Events", "[57001]"},
		"numbers for ids":  {`{"module":"Leads","ids":[57001,57002],"channel_id":1000000068001,"operation":"update"}`, "Leads", "[57001 57002]"},
		"no module":        {`{"resource_uri":"https://www.zohoapis.com/crm/v2/Contacts","channel_id":"1","ids":[]}`, "Contacts", "[]"},
		"other fields":     {`{"module":"Leads","channel_id":"1","affected_fields":["Last_Name"],"affected_values":{}}`, "Leads", "[]"},
		"no token":         {`{"module":"Leads","channel_id":"1","token":null}`, "Leads", "[]"},
		"query with lists": {`{"module":"Leads","channel_id":"1","query_params":{"a":["x"],"b":1}}`, "Leads", "[]"},
	} {
		n, err := zoho.ParseNotification([]byte(tt.body))
		if err != nil || n.Module != tt.module || fmt.Sprint(n.IDs) != tt.ids || n.Authentic("") {
			t.Errorf("%s: %+v %v", name, n, err)
		}
		if strings.Contains(fmt.Sprintf("%v %+v %#v", n, n, n), `"t"`) {
			t.Errorf("%s: the token shows", name)
		}
	}
	for _, body := range []string{``, `[]`, `{}`, `null`, `{"module":"Leads"}`, `{"channel_id":"1"}`, `{"module":"Leads","channel_id":"1' or"}`, `{"module":"../x","channel_id":"1"}`, gatewayPage} {
		if n, err := zoho.ParseNotification([]byte(body)); err == nil {
			t.Errorf("%s: %+v", body, n)
		}
	}
	if n, _ := zoho.ParseNotification([]byte(documented)); !n.ServerTime.Equal(time.UnixMilli(1718117126473)) {
		t.Errorf("sent at %v", n.ServerTime)
	}
}
