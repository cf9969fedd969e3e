// A service whose handlers client_golang's promhttp measures, on each of the ports given.
package main

import (
	"log"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

func main() {
	labels := prometheus.Labels{"handler": "/orders"}
	requests := promauto.NewCounterVec(
		prometheus.CounterOpts{Name: "http_requests_total", Help: "Requests."}, []string{"handler", "method", "code"})
	durations := promauto.NewHistogramVec(prometheus.HistogramOpts{
		Name: "http_request_duration_seconds", Help: "Durations.", Buckets: prometheus.DefBuckets,
		NativeHistogramBucketFactor: 1.1,
	}, []string{"handler", "method", "code"})
	active := promauto.NewGauge(prometheus.GaugeOpts{Name: "in_flight_requests", Help: "Requests under way."})

	orders := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wait, _ := strconv.Atoi(r.URL.Query().Get("wait"))
		time.Sleep(time.Duration(wait) * time.Millisecond)
		if r.URL.Query().Has("fail") {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	http.Handle("/metrics", promhttp.Handler())
	http.Handle("/orders", promhttp.InstrumentHandlerInFlight(active,
		promhttp.InstrumentHandlerDuration(durations.MustCurryWith(labels),
			promhttp.InstrumentHandlerCounter(requests.MustCurryWith(labels), orders))))
	for _, port := range os.Args[2:] {
		go func() { log.Fatal(http.ListenAndServe("127.0.0.1:"+port, nil)) }()
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil))
}
