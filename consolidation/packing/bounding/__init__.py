"""From below: rows that every mix of hosts must satisfy, the host-mix program, the certificate."""
