using Showcase.Settings;

namespace Showcase.Mqtt;

/// <summary>The broker and the files (PEM) for mutual TLS: its authority, and this client's certificate and key.</summary>
internal sealed record MqttSettings(string Host, int Port, string CaFile, string CertFile, string KeyFile)
{
    public static MqttSettings Read(EnvironmentReader environment) => new(
        environment.Text("MQTT_HOST"),
        environment.Port("MQTT_PORT"),
        environment.Text("MQTT_CA_FILE"),
        environment.Text("MQTT_CERT_FILE"),
        environment.Text("MQTT_KEY_FILE"));
}
