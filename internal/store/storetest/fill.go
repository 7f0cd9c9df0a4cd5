package storetest

import (
	"fmt"
	"reflect"
	"testing"
	"time"
)

// filled returns a value with something in every field, all of it different,
// so that a field which a store forgets cannot go unnoticed.
func filled[T any](t *testing.T) (value T) {
	t.Helper()
	f := filler{t: t}
	f.fill(reflect.ValueOf(&value).Elem(), reflect.TypeFor[T]().Name())
	return value
}

type filler struct {
	t *testing.T
	n int
}

func (f *filler) fill(v reflect.Value, path string) {
	f.t.Helper()
	f.n++
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2027, time.March, 1, 0, f.n, 0, 589_000_000, time.UTC)))
		return
	case time.Duration:
		v.SetInt(int64(f.n) * int64(time.Millisecond))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("%s ‘%d’", path, f.n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), path)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0), path+"[0]")
		f.fill(v.Index(1), path+"[1]")
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(key, path+" key")
		f.fill(value, path+" value")
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	default:
		f.t.Fatalf("%s is a %s, which the filler cannot fill", path, v.Kind())
	}
}

// wantSame compares two values field by field; times are compared as instants.
func wantSame(t *testing.T, got, want any) {
	t.Helper()
	compareValues(t, reflect.ValueOf(got), reflect.ValueOf(want), reflect.TypeOf(want).Name())
}

func compareValues(t *testing.T, got, want reflect.Value, path string) {
	t.Helper()
	if at, ok := want.Interface().(time.Time); ok {
		if stored := got.Interface().(time.Time); !stored.Equal(at) {
			t.Errorf("%s is %v, want %v", path, stored, at)
		}
		return
	}
	switch want.Kind() {
	case reflect.Struct:
		for i := range want.NumField() {
			compareValues(t, got.Field(i), want.Field(i), path+"."+want.Type().Field(i).Name)
		}
	case reflect.Pointer:
		if got.IsNil() || want.IsNil() {
			if got.IsNil() != want.IsNil() {
				t.Errorf("%s is %v, want %v", path, got, want)
			}
			return
		}
		compareValues(t, got.Elem(), want.Elem(), path)
	case reflect.Slice:
		if got.Len() != want.Len() {
			t.Errorf("%s has %d elements, want %d", path, got.Len(), want.Len())
			return
		}
		for i := range want.Len() {
			compareValues(t, got.Index(i), want.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	default:
		if !reflect.DeepEqual(got.Interface(), want.Interface()) {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
}
