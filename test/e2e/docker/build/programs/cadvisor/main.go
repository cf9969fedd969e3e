// cAdvisor from its library: its own command is a module that the proxy does not have. The flags are those of the command.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"strings"
	"time"

	"github.com/google/cadvisor/cache/memory"
	"github.com/google/cadvisor/container"
	_ "github.com/google/cadvisor/container/docker/install"
	v2 "github.com/google/cadvisor/info/v2"
	"github.com/google/cadvisor/manager"
	"github.com/google/cadvisor/metrics"
	"github.com/google/cadvisor/utils/sysfs"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/utils/clock"
)

var (
	listenIP    = flag.String("listen_ip", "", "address to listen on")
	port        = flag.Int("port", 8080, "port to listen on")
	storeLabels = flag.Bool("store_container_labels", true, "whether each label of a container is one of its series")
	whitelisted = flag.String("whitelisted_container_labels", "", "labels that are shown all the same")
)

// What the command leaves out by default.
var left = container.MetricSet{
	container.MemoryNumaMetrics:              {},
	container.NetworkTcpUsageMetrics:         {},
	container.NetworkUdpUsageMetrics:         {},
	container.NetworkAdvancedTcpUsageMetrics: {},
	container.ProcessSchedulerMetrics:        {},
	container.ProcessMetrics:                 {},
	container.HugetlbUsageMetrics:            {},
	container.ReferencedMemoryMetrics:        {},
	container.CPUTopologyMetrics:             {},
	container.ResctrlMetrics:                 {},
	container.CPUSetMetrics:                  {},
}

func main() {
	flag.Parse()
	included := container.AllMetrics.Difference(left)
	dynamic, longest := true, time.Minute
	keeping := manager.HousekeepingConfig{Interval: &longest, AllowDynamic: &dynamic}
	store := memory.New(2*time.Minute, nil)
	none := []string{""}
	watched, err := manager.New(store, sysfs.NewRealSysFs(), keeping, included, http.DefaultClient, none, none, "", 0)
	if err != nil {
		log.Fatalf("manager: %v", err)
	}
	if err := watched.Start(); err != nil {
		log.Fatalf("start: %v", err)
	}
	labels := metrics.DefaultContainerLabels
	if !*storeLabels {
		labels = metrics.BaseContainerLabels(strings.Split(*whitelisted, ","))
	}
	options := v2.RequestOptions{IdType: v2.TypeName, Count: 1, Recursive: true}
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		metrics.NewPrometheusCollector(watched, labels, included, clock.RealClock{}, options),
		metrics.NewPrometheusMachineCollector(watched, included),
	)
	http.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") })
	log.Fatal(http.ListenAndServe(fmt.Sprintf("%s:%d", *listenIP, *port), nil))
}
