package attribute

import (
	"slices"
	"strings"
)

// VapiSignature says how Vapi signs its requests. The customer chooses all of
// it in Vapi's custom credential, so nothing of it can be fixed here
// (voice-platforms §1.1). The zero value means: not signed.
type VapiSignature struct {
	// Algorithm is the hash under the HMAC: sha1, sha256, sha384 or sha512.
	Algorithm string `json:"algorithm"`
	// Header carries the signature, TimestampHeader the time that Payload
	// may name; both in lower case.
	Header          string `json:"header"`
	TimestampHeader string `json:"timestamp_header"`
	// Payload is what is signed: {body} stands for the raw request body and
	// {timestamp} for the value of TimestampHeader.
	Payload string `json:"payload"`
	// Encoding of the signature is hex or base64; Prefix stands before it.
	Encoding string `json:"encoding"`
	Prefix   string `json:"prefix"`
}

// IsSet reports whether requests are signed at all.
func (s VapiSignature) IsSet() bool { return s.Algorithm != "" }

const signatureExample = `{"algorithm":"sha256","header":"x-signature","payload":"{timestamp}.{body}"}`

// parseVapiSignature fills what is left out with Vapi's own defaults.
func parseVapiSignature(text string) (VapiSignature, error) {
	root, err := parseJSON(text)
	if err != nil {
		return VapiSignature{}, err
	}
	members, err := root.object(signatureExample,
		"algorithm", "header", "timestamp_header", "payload", "encoding", "prefix")
	if err != nil {
		return VapiSignature{}, err
	}
	s := VapiSignature{Algorithm: "sha256", Header: "x-signature", TimestampHeader: "x-timestamp",
		Payload: "{timestamp}.{body}", Encoding: "hex"}
	for _, m := range members {
		if err := s.set(m); err != nil {
			return VapiSignature{}, err
		}
	}
	return s, nil
}

func (s *VapiSignature) set(m member) (err error) {
	switch m.name {
	case "algorithm":
		s.Algorithm, err = choice(m.value, "sha1", "sha256", "sha384", "sha512")
	case "encoding":
		s.Encoding, err = choice(m.value, "hex", "base64")
	case "header":
		s.Header, err = headerName(m.value)
	case "timestamp_header":
		s.TimestampHeader, err = headerName(m.value)
	case "payload":
		s.Payload, err = signedPayload(m.value)
	case "prefix":
		if m.value.data != "" {
			s.Prefix, err = m.value.text(40)
		}
	}
	return err
}

func choice(v jsonValue, possible ...string) (string, error) {
	word, err := v.text(40)
	if err != nil {
		return "", err
	}
	word = strings.TrimPrefix(strings.ToLower(word), "hmac-")
	if !slices.Contains(possible, word) {
		return "", v.problem("write one of %s", strings.Join(possible, ", "))
	}
	return word, nil
}

func headerName(v jsonValue) (string, error) {
	name, err := v.text(100)
	if err != nil {
		return "", err
	}
	name = strings.ToLower(name)
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		return "", v.problem("write the name of an HTTP header, such as x-signature")
	}
	return name, nil
}

func signedPayload(v jsonValue) (string, error) {
	text, err := v.text(200)
	if err != nil {
		return "", err
	}
	if _, err := parseTemplate(text, []string{"timestamp", "body"}); err != nil {
		return "", v.problem("%s", err)
	}
	if !strings.Contains(text, "{body}") {
		return "", v.problem("what is signed must contain {body}")
	}
	return text, nil
}
