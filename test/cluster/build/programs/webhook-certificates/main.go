// The certificate of the operator's admission webhook, as the chart's two jobs ask for it: `create` makes an authority and a
// certificate of it and keeps both in a Secret, `patch` tells the webhooks' configurations which authority to trust.
package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"log"
	"math/big"
	"net/http"
	"os"
	"strings"
	"time"
)

const (
	api         = "https://kubernetes.default.svc"
	credentials = "/var/run/secrets/kubernetes.io/serviceaccount/"
	validity    = 30 * 24 * time.Hour
)

var (
	host      = flag.String("host", "", "names of the webhook's service, separated by commas")
	namespace = flag.String("namespace", "", "of the Secret")
	secret    = flag.String("secret-name", "", "name of the Secret")
	webhook   = flag.String("webhook-name", "", "name of the webhooks' configurations")
	policy    = flag.String("patch-failure-policy", "Fail", "of every webhook")
)

func main() {
	log.SetFlags(0)
	commands := map[string]func() error{"create": create, "patch": patch}
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		log.Fatal("usage: webhook-certificates create|patch [flags]")
	}
	if err := flag.CommandLine.Parse(os.Args[2:]); err != nil {
		log.Fatal(err)
	}
	if err := commands[os.Args[1]](); err != nil {
		log.Fatal(err)
	}
}

type object = map[string]any

func create() error {
	path := "/api/v1/namespaces/" + *namespace + "/secrets"
	if status, _, err := call(http.MethodGet, path+"/"+*secret, nil); err != nil || status == http.StatusOK {
		return err
	}
	files, err := newCertificate(strings.Split(*host, ","))
	if err != nil {
		return err
	}
	return expect(http.MethodPost, path, object{
		"apiVersion": "v1", "kind": "Secret", "metadata": object{"name": *secret}, "data": files,
	})
}

func patch() error {
	_, found, err := call(http.MethodGet, "/api/v1/namespaces/"+*namespace+"/secrets/"+*secret, nil)
	if err != nil {
		return err
	}
	data, _ := found["data"].(object)
	for _, kind := range []string{"validating", "mutating"} {
		path := "/apis/admissionregistration.k8s.io/v1/" + kind + "webhookconfigurations/" + *webhook
		status, configuration, err := call(http.MethodGet, path, nil)
		if err != nil {
			return err
		}
		if status == http.StatusNotFound {
			continue
		}
		webhooks, _ := configuration["webhooks"].([]any)
		for _, one := range webhooks {
			entry := one.(object)
			entry["clientConfig"].(object)["caBundle"] = data["ca"]
			entry["failurePolicy"] = *policy
		}
		if err := expect(http.MethodPut, path, configuration); err != nil {
			return err
		}
	}
	return nil
}

// An authority that signs one certificate and is forgotten; values as a Secret has them.
func newCertificate(names []string) (map[string][]byte, error) {
	until := time.Now().Add(validity)
	authorityKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "tocsin-tests"}, NotAfter: until,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	server := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: names[0]}, NotAfter: until, DNSNames: names,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	ca, err := x509.CreateCertificate(rand.Reader, authority, authority, &authorityKey.PublicKey, authorityKey)
	if err != nil {
		return nil, err
	}
	cert, err := x509.CreateCertificate(rand.Reader, server, authority, &key.PublicKey, authorityKey)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	text := func(kind string, bytes []byte) []byte {
		return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes})
	}
	return map[string][]byte{
		"ca": text("CERTIFICATE", ca), "cert": text("CERTIFICATE", cert), "key": text("PRIVATE KEY", der),
	}, nil
}

func expect(method, path string, body object) error {
	status, said, err := call(method, path, body)
	if err == nil && status >= http.StatusMultipleChoices {
		return fmt.Errorf("%s %s: %d %v", method, path, status, said["message"])
	}
	return err
}

// Asks the API server as this pod's service account.
func call(method, path string, body object) (int, object, error) {
	token, err := os.ReadFile(credentials + "token")
	if err != nil {
		return 0, nil, err
	}
	authority, err := os.ReadFile(credentials + "ca.crt")
	if err != nil {
		return 0, nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	client := http.Client{
		Timeout:   30 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}},
	}
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return 0, nil, err
		}
		content = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, api+path, content)
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	said := object{}
	return response.StatusCode, said, json.NewDecoder(response.Body).Decode(&said)
}
