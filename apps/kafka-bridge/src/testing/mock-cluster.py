"""Three brokers of librdkafka's mock cluster, which speak Kafka's protocol over TCP and keep records in memory.

Prints the addresses of its brokers, then obeys one command a line and answers each with a line:
  topic NAME PARTITIONS          creates a topic
  fail NAME CODE                 answers every question about a topic with this error of the protocol; 0 ends it
  refuse COUNT CODE              answers the next COUNT produce requests with this error
  down | up                      all brokers hang up and take no connections | they are back
"""

import ctypes
import sys

PRODUCE = 0
BROKERS = (1, 2, 3)

lib = ctypes.CDLL("librdkafka.so.1")
handle, text, code = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int32
signatures = {
    "rd_kafka_conf_new": (handle,),
    "rd_kafka_new": (handle, ctypes.c_int, handle, text, ctypes.c_size_t),
    "rd_kafka_mock_cluster_new": (handle, handle, ctypes.c_int),
    "rd_kafka_mock_cluster_bootstraps": (text, handle),
    "rd_kafka_mock_topic_create": (code, handle, text, ctypes.c_int, ctypes.c_int),
    "rd_kafka_mock_topic_set_error": (None, handle, text, code),
    "rd_kafka_mock_push_request_errors_array": (
        None, handle, ctypes.c_int16, ctypes.c_size_t, ctypes.POINTER(code)),
    "rd_kafka_mock_broker_set_down": (code, handle, ctypes.c_int32),
    "rd_kafka_mock_broker_set_up": (code, handle, ctypes.c_int32),
}
for name, (result, *arguments) in signatures.items():
    getattr(lib, name).restype = result
    getattr(lib, name).argtypes = arguments

problem = ctypes.create_string_buffer(512)
client = lib.rd_kafka_new(0, lib.rd_kafka_conf_new(), problem, 512)
if not client:
    sys.exit(problem.value.decode())
cluster = lib.rd_kafka_mock_cluster_new(client, len(BROKERS))


def obey(command, *given):
    if command == "topic":
        return lib.rd_kafka_mock_topic_create(cluster, given[0].encode(), int(given[1]), len(BROKERS))
    if command == "fail":
        return lib.rd_kafka_mock_topic_set_error(cluster, given[0].encode(), int(given[1]))
    if command == "refuse":
        errors = [int(given[1])] * int(given[0])
        return lib.rd_kafka_mock_push_request_errors_array(
            cluster, PRODUCE, len(errors), (code * len(errors))(*errors))
    change = {"down": lib.rd_kafka_mock_broker_set_down, "up": lib.rd_kafka_mock_broker_set_up}[command]
    return sum(change(cluster, broker) for broker in BROKERS)


print(lib.rd_kafka_mock_cluster_bootstraps(cluster).decode(), flush=True)
for line in sys.stdin:
    print(obey(*line.split()) or "ok", flush=True)
