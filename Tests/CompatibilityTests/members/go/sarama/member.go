// A member by Sarama. Arguments and events as in members/events.py; the library commits by itself what is marked.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/Shopify/sarama"
)

type member struct{ events *os.File }

func (m member) say(words ...string) {
	now := time.Now()
	fmt.Fprintf(m.events, "%d.%06d %s\n", now.Unix(), now.Nanosecond()/1000, strings.Join(words, " "))
}

func claims(session sarama.ConsumerGroupSession) string {
	var places []string
	for topic, partitions := range session.Claims() {
		for _, partition := range partitions {
			places = append(places, fmt.Sprintf("%s:%d", topic, partition))
		}
	}
	sort.Strings(places)
	return strings.Join(places, " ")
}

func (m member) Setup(session sarama.ConsumerGroupSession) error {
	m.say("assigned", claims(session))
	return nil
}

func (m member) Cleanup(session sarama.ConsumerGroupSession) error {
	m.say("revoked", claims(session))
	return nil
}

func (m member) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for message := range claim.Messages() {
		place := fmt.Sprintf("%s:%d", message.Topic, message.Partition)
		m.say("record", place, strconv.FormatInt(message.Offset, 10), string(message.Value))
		session.MarkMessage(message, "")
	}
	return nil
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

	config := sarama.NewConfig()
	config.Version = sarama.V2_2_0_0
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	config.Consumer.Offsets.CommitInterval = 200 * time.Millisecond
	config.Consumer.Group.Session.Timeout = milliseconds(settings, "session", 6000)
	config.Consumer.Group.Heartbeat.Interval = milliseconds(settings, "heartbeat", 500)
	config.Consumer.Group.Rebalance.Retry.Backoff = 200 * time.Millisecond
	config.Consumer.MaxWaitTime = 100 * time.Millisecond
	config.Consumer.Return.Errors = true
	config.Metadata.Retry.Backoff = 100 * time.Millisecond
	if settings["strategy"] == "roundrobin" {
		config.Consumer.Group.Rebalance.Strategy = sarama.BalanceStrategyRoundRobin
	}

	ctx, cancel := context.WithCancel(context.Background())
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	go func() {
		<-stop
		cancel()
	}()

	for ctx.Err() == nil {
		consumer, err := sarama.NewConsumerGroup([]string{bootstrap}, group, config)
		if err != nil {
			m.say("error", err.Error())
			time.Sleep(200 * time.Millisecond)
			continue
		}
		go func() {
			for failure := range consumer.Errors() {
				m.say("error", failure.Error())
			}
		}()
		for ctx.Err() == nil {
			if err := consumer.Consume(ctx, []string{topic}, m); err != nil {
				m.say("error", err.Error())
				time.Sleep(200 * time.Millisecond)
			}
		}
		if err := consumer.Close(); err != nil {
			m.say("error", err.Error())
		}
	}
	m.say("left")
}
