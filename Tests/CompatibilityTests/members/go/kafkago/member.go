// A member by kafka-go. Arguments and events as in members/events.py; the library does not say what it is given.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/segmentio/kafka-go"
)

type member struct{ events *os.File }

func (m member) say(words ...string) {
	now := time.Now()
	fmt.Fprintf(m.events, "%d.%06d %s\n", now.Unix(), now.Nanosecond()/1000, strings.Join(words, " "))
}

// Write takes the lines of the library's log: one event each.
func (m member) Write(line []byte) (int, error) {
	m.say("error", strings.TrimSpace(strings.ReplaceAll(string(line), "\n", " ")))
	return len(line), nil
}

func milliseconds(settings map[string]string, name string, otherwise int) time.Duration {
	if value, err := strconv.Atoi(settings[name]); err == nil {
		return time.Duration(value) * time.Millisecond
	}
	return time.Duration(otherwise) * time.Millisecond
}

func main() {
	bootstrap, group, topic, path := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	settings := map[string]string{}
	for _, word := range os.Args[5:] {
		pair := strings.SplitN(word, "=", 2)
		settings[pair[0]] = pair[1]
	}
	events, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0644)
	if err != nil {
		panic(err)
	}
	m := member{events}
	reader := kafka.NewReader(kafka.ReaderConfig{
		Brokers:           []string{bootstrap},
		GroupID:           group,
		Topic:             topic,
		MinBytes:          1,
		MaxBytes:          1 << 20,
		MaxWait:           100 * time.Millisecond,
		QueueCapacity:     1,
		SessionTimeout:    milliseconds(settings, "session", 6000),
		HeartbeatInterval: milliseconds(settings, "heartbeat", 500),
		RebalanceTimeout:  5 * time.Second,
		ErrorLogger:       log.New(m, "", 0),
	})

	ctx, cancel := context.WithCancel(context.Background())
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	go func() {
		<-stop
		cancel()
	}()

	for {
		message, err := reader.FetchMessage(ctx)
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			m.say("error", err.Error())
			time.Sleep(100 * time.Millisecond)
			continue
		}
		place := fmt.Sprintf("%s:%d", message.Topic, message.Partition)
		m.say("record", place, strconv.FormatInt(message.Offset, 10), string(message.Value))
		if err := reader.CommitMessages(ctx, message); err == nil {
			m.say("committed", place, strconv.FormatInt(message.Offset+1, 10))
		} else {
			m.say("error", err.Error())
		}
	}
	reader.Close()
	m.say("left")
}
