using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Showcase.Mqtt;

/// <summary>
/// Publishes over mutual TLS. A connection per message needs no keep-alive, and renewed certificates are used without a restart.
/// </summary>
internal sealed class MqttPublisher(MqttSettings settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Returns when the broker accepts a connection with this client's certificate.</summary>
    /// <exception cref="MqttException">It did not within 10 s.</exception>
    public Task CheckAsync(CancellationToken cancellation) => RunAsync((_, _) => Task.CompletedTask, cancellation);

    /// <summary>Returns when the broker has taken over the message (quality of service 1: at least once).</summary>
    /// <exception cref="MqttException">It did not within 10 s.</exception>
    public Task PublishAsync(string topic, byte[] payload, CancellationToken cancellation) => RunAsync(
        async (stream, limit) =>
        {
            const ushort Id = 1;
            await stream.WriteAsync(MqttPacket.Publish(topic, Id, payload).ToBytes(), limit);
            MqttPacket reply = await MqttPacket.ReadAsync(stream, limit);
            if (reply is not { Header: MqttPacket.PublishAcknowledged, Body: [0, (byte)Id] })
                throw new MqttException($"The broker on {settings.Host}:{settings.Port} did not acknowledge the message.");
        },
        cancellation);

    private async Task RunAsync(Func<Stream, CancellationToken, Task> use, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            using TcpClient client = new() { NoDelay = true };
            await client.ConnectAsync(settings.Host, settings.Port, limit.Token);
            await using SslStream stream = new(client.GetStream());
            await AuthenticateAsync(stream, limit.Token);
            await stream.WriteAsync(MqttPacket.Connect($"showcase-{Guid.NewGuid():N}"[..23]).ToBytes(), limit.Token);
            MqttPacket reply = await MqttPacket.ReadAsync(stream, limit.Token);
            if (reply is not { Header: MqttPacket.ConnectAcknowledged, Body: [_, 0] })
                throw new MqttException($"The broker on {settings.Host}:{settings.Port} refused the connection.");

            await use(stream, limit.Token);
            await stream.WriteAsync(MqttPacket.Disconnect.ToBytes(), limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MqttException($"The broker on {settings.Host}:{settings.Port} did not answer within {Patience.TotalSeconds:0} s.");
        }
        catch (AuthenticationException error)
        {
            throw new MqttException(
                $"TLS with the broker on {settings.Host}:{settings.Port} failed (do {settings.CaFile} and the name '{settings.Host}' fit "
                + $"its certificate?): {error.Message}",
                error
            );
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            // With TLS 1.3 a refused client certificate shows itself only here, as a connection that the broker ends.
            throw new MqttException(
                $"The broker on {settings.Host}:{settings.Port} cannot be reached, or ended the connection (does it accept "
                + $"{settings.CertFile}?): {error.Message}",
                error
            );
        }
    }

    private async Task AuthenticateAsync(SslStream stream, CancellationToken cancellation)
    {
        (X509Certificate2 certificate, X509Certificate2Collection authorities) = Load();
        using (certificate)
        {
            X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = settings.Host,
                    ClientCertificates = [certificate],
                    CertificateChainPolicy = policy,
                },
                cancellation);
        }
    }

    private (X509Certificate2 Certificate, X509Certificate2Collection Authorities) Load()
    {
        try
        {
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPemFile(settings.CaFile);
            return (X509Certificate2.CreateFromPemFile(settings.CertFile, settings.KeyFile), authorities);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new MqttException(
                $"The certificate files {settings.CaFile}, {settings.CertFile} and {settings.KeyFile} cannot be used: {error.Message}",
                error
            );
        }
    }
}
