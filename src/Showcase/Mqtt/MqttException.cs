namespace Showcase.Mqtt;

/// <summary>The broker could not be reached, refused the connection, or did not acknowledge a message in time.</summary>
internal sealed class MqttException(string message, Exception? inner = null) : Exception(message, inner);
